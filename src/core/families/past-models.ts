import { memoryDoubles, memoryWords } from "../random/kernel.ts";
import type { Draw } from "../regimes/regime.ts";

/** Writes what is wanted of one lane's model at `at`. @param from its generation, 0 for the truth */
type Take = (out: Float64Array, at: number, models: Float64Array, lane: number, from: number) => void;

interface Drawn {
  readonly whole: Draw;
  readonly models: Float64Array;
}

/**
 * What single observations need of the models that they were drawn from, those of a lane side by side: a fit looks at some of
 * all generations of one lane, which then come from the memory as a stretch. They are copies of what a cohort holds.
 *
 * @source none: a data structure
 */
export class PastModels {
  readonly #lanes: number;
  readonly #width: number;
  readonly #take: Take;
  /** By generation: whether it is known. */
  readonly #known: boolean[] = [];
  /** Generations up to the last that is known. */
  #held = 0;
  /** Generations that there is room for. */
  #capacity = 0;
  #values = new Float64Array(0);

  /** @param width numbers a model */
  constructor(lanes: number, width: number, take: Take) {
    this.#lanes = lanes;
    this.#width = width;
    this.#take = take;
  }

  /** Takes in models that are new. */
  hold(sources: readonly Drawn[]): void {
    for (const { models, whole } of sources) {
      const { from } = whole;
      if (this.#known[from]) continue;
      if (from >= this.#capacity) this.#widen(2 * (from + 1));
      this.#known[from] = true;
      this.#held = Math.max(this.#held, from + 1);
      for (
        let lane = 0, at = from * this.#width;
        lane < this.#lanes;
        lane++, at += this.#capacity * this.#width
      )
        this.#take(this.#values, at, models, lane, from);
    }
  }

  /** Numbers that {@link place} needs for the models of so many points of a lane. */
  room(count: number): number {
    return (this.#few(count) ? this.#held : count) * this.#width;
  }

  /**
   * Puts models of a lane into the module's memory.
   *
   * @param numbers the first word of those that are generations of the models of `count` points, and become their numbers there
   * @param to the first double of the models
   */
  place(lane: number, numbers: number, count: number, to: number): void {
    const [memory, width] = [memoryDoubles(), this.#width];
    const start = lane * this.#capacity * width;
    if (this.#few(count)) {
      memory.set(this.#values.subarray(start, start + this.#held * width), to);
      return;
    }
    const words = memoryWords();
    for (let k = 0, next = to; k < count; k++, next += width) {
      const at = start + words[numbers + k]! * width;
      for (let e = 0; e < width; e++) memory[next + e] = this.#values[at + e]!;
      words[numbers + k] = k;
    }
  }

  /** Whether a lane's models are so few that all of them are taken at once. */
  #few(count: number): boolean {
    return this.#held <= 4 * count;
  }

  #widen(capacity: number): void {
    const wider = new Float64Array(this.#lanes * capacity * this.#width);
    const stretch = this.#capacity * this.#width;
    for (let lane = 0; lane < this.#lanes; lane++)
      wider.set(this.#values.subarray(lane * stretch, (lane + 1) * stretch), lane * capacity * this.#width);
    [this.#values, this.#capacity] = [wider, capacity];
  }
}
