import { expect, it } from "vitest";
import { Publications } from "../../activities/publications.ts";

/** A publication of two pieces, the second of which begins when the others let it. */
function begin(all: Publications, rows: number, said: string[]): { goOn(): void; made: Promise<void> } {
  let goOn = (): void => undefined;
  const told = new Promise<void>((resolve) => {
    goOn = resolve;
  });
  const made = all.make(rows, async (letOthers) => {
    await told;
    await letOthers();
    said.push(`${rows}`);
  });
  return { goOn, made };
}

it("smaller ones go first, whoever began", async () => {
  const all = new Publications();
  const said: string[] = [];
  const large = begin(all, 1000, said);
  const small = begin(all, 10, said);
  const middle = begin(all, 100, said);
  large.goOn();
  middle.goOn();
  await new Promise((done) => setImmediate(done));
  expect(said).toEqual([]);
  small.goOn();
  await Promise.all([large.made, small.made, middle.made]);
  expect(said).toEqual(["10", "100", "1000"]);
});

it("equal ones do not wait for each other, and one that fails holds up nobody", async () => {
  const all = new Publications();
  const said: string[] = [];
  const failing = all.make(1, () => Promise.reject(new Error("full")));
  const one = begin(all, 5, said);
  const other = begin(all, 5, said);
  one.goOn();
  other.goOn();
  await expect(failing).rejects.toThrow("full");
  await Promise.all([one.made, other.made]);
  expect(said).toEqual(["5", "5"]);
});

it("chains of a much larger sweep wait for one, those of others do not", async () => {
  const all = new Publications();
  const said: string[] = [];
  const small = begin(all, 10, said);
  const step = async (rows: number): Promise<void> => {
    await all.letMuchSmaller(rows);
    said.push(`step of ${rows}`);
  };
  const steps = [step(1000), step(999)];
  await new Promise((done) => setImmediate(done));
  expect(said).toEqual(["step of 999"]);
  small.goOn();
  await Promise.all([small.made, ...steps]);
  expect(said).toEqual(["step of 999", "10", "step of 1000"]);
});
