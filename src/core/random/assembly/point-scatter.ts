/**
 * Mean and scatter, the sum of squared distances from the mean, of single observations of Gaussians on the line. They are told
 * from one of their models' means, so that no digits are lost where that is far off.
 *
 * @param out two numbers a lane
 * @param normals of all points, lane after lane; the observations' distances take their place
 * @param numbers which model is that of each point
 * @param models of the first lane, mean and standard deviation, `stride` bytes from one lane to the next
 */
export function scatterOfPoints(out: usize, normals: usize, numbers: usize, models: usize, stride: usize, lanes: u32, perLane: u32): void {
  const n = <f64>perLane;
  for (const last = out + (<usize>lanes << 4); out < last; out += 16) {
    const origin = load<f64>(models + (<usize>load<u32>(numbers) << 4));
    const end = normals + (<usize>perLane << 3);
    let sum: f64 = 0;
    for (let at = normals; at < end; at += 8, numbers += 4) {
      const model = models + (<usize>load<u32>(numbers) << 4);
      const distance = load<f64>(model) - origin + load<f64>(model, 8) * load<f64>(at);
      store<f64>(at, distance);
      sum += distance;
    }
    const mean = sum / n;
    let scatter: f64 = 0;
    for (; normals < end; normals += 8) {
      const distance = load<f64>(normals) - mean;
      scatter += distance * distance;
    }
    models += stride;
    store<f64>(out, origin + mean);
    store<f64>(out, scatter, 8);
  }
}
