const text = require("fs").readFileSync(0, "utf8");
const [what, rest] = [text.split("\n", 1)[0], text.slice(text.indexOf("\n") + 1)];
if (what === "echo") {
  process.stdout.write(rest);
} else if (what === "exit") {
  process.exit(3);
} else if (what === "raise") {
  throw new Error("deliberate");
} else if (what === "abort") {
  process.abort();
} else if (what === "spin") {
  for (;;);
} else if (what === "hog") {
  const kept = [];
  for (;;) kept.push(new Array(1 << 17).fill(kept.length + 0.5));
}
