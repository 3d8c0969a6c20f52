import { open } from "./open";
import { block, high, low } from "./philox";

/**
 * Standard normal numbers by the ziggurat with 256 layers of equal area. Layer (8 bits), sign (1 bit) and abscissa
 * (52 bits) come from disjoint bits of one word; one word in 80 needs further attempts.
 *
 * @source Marsaglia, Tsang: The ziggurat method for generating random variables (2000); with the layer and the
 * abscissa independent, as Doornik (2005) asks for
 */
const layers = 256;
const rightmost: f64 = 3.6541528853610088;
const area: f64 = 0.00492867323399;
const scale: f64 = 4503599627370496.0;

/** Abscissas below these numbers lie under the curve, whatever the ordinate. */
const inside: usize = memory.data(layers * 8, 16);
const width: usize = memory.data(layers * 8, 16);
const height: usize = memory.data(layers * 8, 16);

function density(x: f64): f64 {
  return Math.exp(-0.5 * x * x);
}

/** Computes the layers; called once, when the module is made. */
export function layOut(): void {
  let x = rightmost;
  let outer = x;
  const base = area / density(x);
  store<u64>(inside, <u64>((x / base) * scale));
  store<u64>(inside + 8, 0);
  store<f64>(width, base / scale);
  store<f64>(width + (layers - 1) * 8, x / scale);
  store<f64>(height, 1.0);
  store<f64>(height + (layers - 1) * 8, density(x));
  for (let layer = layers - 2; layer >= 1; layer--) {
    x = Math.sqrt(-2.0 * Math.log(area / x + density(x)));
    store<u64>(inside + ((layer + 1) << 3), <u64>((x / outer) * scale));
    outer = x;
    store<f64>(height + (layer << 3), density(x));
    store<f64>(width + (layer << 3), x / scale);
  }
}

// @ts-ignore: decorator
@inline function signed(x: f64, word: u64): f64 {
  return copysign<f64>(x, reinterpret<f64>(word << 55));
}

/**
 * @param element whose stream the word is from
 * @param next first attempt of that element that is free
 */
// @ts-ignore: decorator
@inline export function normal(word: u64, element: u32, replicate: u32, next: u32): f64 {
  const layer = <usize>(<u32>word & 255) << 3;
  const abscissa = word >> 12;
  if (abscissa < load<u64>(inside + layer)) return signed(<f64>(<i64>abscissa) * load<f64>(width + layer), word);
  return outside(word, element, replicate, next);
}

function outside(first: u64, element: u32, replicate: u32, next: u32): f64 {
  let word = first;
  let attempt = next;
  while (true) {
    const layer = <usize>(<u32>word & 255) << 3;
    const abscissa = word >> 12;
    const x = <f64>(<i64>abscissa) * load<f64>(width + layer);
    if (abscissa < load<u64>(inside + layer)) return signed(x, word);
    block(element, attempt++, replicate);
    if (layer == 0) return signed(tail(element, replicate, attempt), word);
    const top = load<f64>(height + layer - 8);
    const bottom = load<f64>(height + layer);
    if ((top - bottom) * open(low) + bottom < density(x)) return signed(x, word);
    word = high;
  }
}

/** Beyond the rightmost layer, from the block that was just computed and those after it. */
function tail(element: u32, replicate: u32, next: u32): f64 {
  let attempt = next;
  while (true) {
    const beyond = -Math.log(open(low)) / rightmost;
    const room = -Math.log(open(high));
    if (room + room > beyond * beyond) return rightmost + beyond;
    block(element, attempt++, replicate);
  }
}
