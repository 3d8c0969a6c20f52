import { describe, expect, it } from "vitest";
import { fileSizeLimit, FileError, type FileReader } from "../../src/spec/data-files.ts";
import { parseSpec } from "../../src/spec/parse.ts";
import { planOf } from "../../src/spec/plan-of.ts";
import { printSpec } from "../../src/spec/print.ts";
import { registeredDigest } from "../../src/spec/registered-digest.ts";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

/** Reads from a mapping of paths to contents. */
const folder =
  (files: Readonly<Record<string, string | Uint8Array>>): FileReader =>
  (path) => {
    const content = files[path];
    if (content === undefined) throw new FileError("There is no such file.");
    return typeof content === "string" ? bytes(content) : content;
  };

const spec = (parameters: string, more = ""): string =>
  `name: text\nfamily: n-gram\nparameters: ${parameters}\nregime: replace\ngenerations: 2\nreplicates: 2\n${more}`;

function plan(text: string, files: Parameters<typeof folder>[0]) {
  return planOf(parseSpec(text, "sweep.yaml"), folder(files));
}

function refusal(text: string, read?: FileReader): string {
  try {
    planOf(parseSpec(text, "sweep.yaml"), read);
  } catch (error) {
    return (error as Error).message;
  }
  return "nothing was refused";
}

describe("a file in a cell", () => {
  const { cells, files, sweepId } = plan(spec("{ text: data/rhyme.txt }"), {
    "data/rhyme.txt": "one two one",
  });

  it("is known by its name and content", () => {
    // printf 'one two one' | sha256sum
    const sha256 = "f45bff35e1d28ac626ede7ee837d1fd45c7c7ef365c6cb73eea2cb314444a395";
    expect(files?.[0]?.sha256).toBe(sha256);
    expect(cells[0]?.parameters["text"]).toBe(`rhyme.txt#${sha256.slice(0, 16)}`);
  });

  it("comes with its bytes, in memory that threads share", () => {
    const content = cells[0]?.files?.["text"];
    expect(new TextDecoder().decode(content?.slice())).toBe("one two one");
    expect(content?.buffer).toBeInstanceOf(SharedArrayBuffer);
  });

  it("makes the identity by name and content, not by the folder it lies in", () => {
    const moved = plan(spec("{ text: rhyme.txt }"), { "rhyme.txt": "one two one" });
    expect([moved.sweepId, moved.cells[0]?.id]).toEqual([sweepId, cells[0]?.id]);
    for (const other of [
      plan(spec("{ text: rhyme.txt }"), { "rhyme.txt": "one two two" }),
      plan(spec("{ text: verse.txt }"), { "verse.txt": "one two one" }),
    ]) {
      expect(other.sweepId).not.toBe(sweepId);
      expect(other.cells[0]?.id).not.toBe(cells[0]?.id);
    }
  });

  it("fills in what follows from it", () => {
    expect(cells[0]?.parameters["samples"]).toBe(3);
  });

  it("may be an axis", () => {
    const { cells: two, axes } = plan(spec("{ text: { grid: [a.txt, b.txt] }, samples: 9 }"), {
      "a.txt": "one two",
      "b.txt": "three four",
    });
    expect(axes).toEqual(["text"]);
    expect(two.map((cell) => String(cell.parameters["text"]).split("#")[0])).toEqual(["a.txt", "b.txt"]);
  });
});

describe("a registered spec", () => {
  it("names its files where they lie beside it, and is the same sweep there", () => {
    const written = parseSpec(spec("{ text: ../rhyme.txt }"), "sweep.yaml");
    const planned = planOf(written, folder({ "../rhyme.txt": "one two one" }));
    const printed = printSpec(written, planned.files);
    const place = `files/${planned.files?.[0]?.sha256}/rhyme.txt`;
    expect(printed).toContain(`text: ${place}`);
    expect(printed).toContain('"../rhyme.txt"');
    const again = parseSpec(printed, "spec.yaml");
    expect(planOf(again, folder({ [place]: "one two one" })).sweepId).toBe(planned.sweepId);
    expect(registeredDigest(again.content)).toBe(planned.specDigest);
  });
});

describe("a file that cannot be used", () => {
  const files = {
    "empty.txt": "",
    "latin.txt": Uint8Array.from([...bytes("line\nna"), 0xef, 0x76, 0x65]),
    "zero.txt": Uint8Array.from([0x61, 0, 0x62]),
    "word.txt": "word word",
    "large.txt": new Uint8Array(fileSizeLimit + 1),
    ".hidden": "one two",
  };

  it.each([
    ["missing.txt", "There is no such file."],
    ["empty.txt", "It is empty."],
    ["latin.txt", "It is not UTF-8 text: see line 2, column 3."],
    ["zero.txt", "It is not text: byte 2 is 0."],
    ["large.txt", "It is larger than 67108864 bytes (64 MiB)."],
    [".hidden", "Its name must be"],
    ["word.txt", "a text with two distinct n-grams"],
  ])("is refused at its place: %s", (path, reason) => {
    const message = refusal(spec(`{ text: ${path} }`), folder(files));
    expect(message).toMatch(/^sweep\.yaml:3:21: parameters\.text must be/);
    expect(message).toContain(reason);
  });

  it("is said of every file at once", () => {
    const message = refusal(spec("{ text: { grid: [missing.txt, empty.txt] } }"), folder(files));
    expect(message.split("\n")).toHaveLength(2);
    expect(message).toContain("parameters.text.grid[1]");
  });

  it("needs a place to be read from", () => {
    expect(refusal(spec("{ text: rhyme.txt }"))).toContain("give planOf a reader of files");
  });
});
