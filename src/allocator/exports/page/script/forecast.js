// The forecast: a thin range from P10 to P90 above the end of each bar, on the screen and on paper.
const ranges = data.ranges;
const cellWithoutRange = itemCell, paperBarWithoutRange = paperBar, pairsWithoutRange = pairs;
itemCell = (row, cell, withWas) => {
  cellWithoutRange(row, cell, withWas);
  const found = ranges[row.item.id];
  if (!found || row.finish !== row.item.finish) return;
  const [low, high, open] = found;
  cell.append(put(el("div", open ? "range open" : "range"), px(low), px(high) - px(low)));
};
paperBar = (drawing, row, y, x) => {
  paperBarWithoutRange(drawing, row, y, x);
  const found = ranges[row.item.id];
  if (!found || row.finish !== row.item.finish) return;
  const [low, high, open] = found;
  const ends = `M${x(low)} ${y}v3M${x(low)} ${y + 1.5}H${x(high)}${open ? "" : `M${x(high)} ${y}v3`}`;
  drawing.append(svg("path", { d: ends, fill: "none", stroke: INK, "stroke-width": 0.8 }));
};
pairs = (item) => {
  const found = ranges[item.id];
  const told = pairsWithoutRange(item);
  return found ? [...told.slice(0, 4), ["Forecast", found[3]], ...told.slice(4)] : told;
};
