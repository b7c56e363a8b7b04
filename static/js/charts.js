/* Draws what the tables beside it say: patrols by hour, logs by day. Colour never speaks alone: bars carry patterns. */
(function () {
  "use strict";

  const source = document.getElementById("chart-data");
  if (!source || !window.echarts) return;
  const data = JSON.parse(source.textContent);
  const styles = getComputedStyle(document.documentElement);
  function paint(name) { return styles.getPropertyValue(name).trim(); }

  const colours = { done: paint("--po-green"), waits: "#c77700", overdue: paint("--po-red"), plain: paint("--po-blue") };
  const font = getComputedStyle(document.body).fontFamily;
  const size = Math.max(12, parseFloat(getComputedStyle(document.documentElement).fontSize) * 0.8);

  function common(labels) {
    return {
      animation: false,
      textStyle: { fontFamily: font, fontSize: size, color: paint("--po-text") },
      grid: { left: 8, right: 8, top: 40, bottom: 4, containLabel: true },
      tooltip: { trigger: "axis", axisPointer: { type: "shadow" }, confine: true, renderMode: "richText" },
      xAxis: { type: "category", data: labels, axisLabel: { fontSize: size, hideOverlap: true }, axisTick: { show: false } },
      yAxis: { type: "value", minInterval: 1, axisLabel: { fontSize: size } },
    };
  }

  const options = {
    hours: function (said) {
      const option = common(said.labels);
      option.grid.top = 16;
      // An hour without anybody is the answer: it gets a mark of its own.
      option.series = [{
        type: "bar", name: said.name, data: said.values, color: colours.plain,
        markArea: {
          silent: true, itemStyle: { color: paint("--po-red-soft") },
          data: said.values.map(function (value, hour) { return value ? null : [{ xAxis: hour }, { xAxis: hour }]; }).filter(Boolean),
        },
        markPoint: {
          silent: true, symbol: "diamond", symbolSize: 10, itemStyle: { color: colours.overdue }, label: { show: false },
          data: said.values.map(function (value, hour) { return value ? null : { coord: [hour, 0] }; }).filter(Boolean),
        },
      }];
      return option;
    },
    days: function (said) {
      const option = common(said.labels);
      option.legend = { top: 0, left: 0, textStyle: { fontFamily: font, fontSize: size, color: paint("--po-text") } };
      option.aria = { enabled: true, decal: { show: true } };
      option.series = said.series.map(function (one) {
        return { type: "bar", stack: "logs", name: one.name, data: one.values, color: colours[one.kind] };
      });
      return option;
    },
  };

  document.querySelectorAll("[data-chart]").forEach(function (holder) {
    const said = data[holder.dataset.chart];
    holder.hidden = false;
    const label = holder.getAttribute("aria-labelledby");
    const chart = window.echarts.init(holder, null, { renderer: "svg" });
    chart.setOption(options[holder.dataset.chart](said));
    // ECharts writes its own label; the question above stays the name.
    if (label) {
      holder.removeAttribute("aria-label");
      holder.setAttribute("aria-labelledby", label);
    }
    window.addEventListener("resize", function () { chart.resize(); });
  });
})();
