import { readFileSync } from "node:fs";

class Deliberate extends Error {}

const text: string = readFileSync(0, "utf8");
const name: string = text.split("\n", 1)[0];
const rest: string = text.slice(text.indexOf("\n") + 1);
if (name === "echo") {
  process.stdout.write(rest);
} else if (name === "exit") {
  process.exit(3);
} else if (name === "raise") {
  throw new Deliberate("deliberate");
} else if (name === "abort") {
  process.abort();
} else if (name === "spin") {
  for (;;);
} else if (name === "hog") {
  const kept: number[][] = [];
  for (;;) kept.push(new Array<number>(1 << 17).fill(kept.length + 0.5));
}
