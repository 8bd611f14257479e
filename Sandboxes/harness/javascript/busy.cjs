"use strict";
// How much is under way, as Node counts it: timers, requests and the like. Pipes and terminals are
// the program's own. All of this is taken before the source runs.
const resources = process.getActiveResourcesInfo?.bind(process) ?? (() => []);

// Kinds that do not count, besides; no source has a say in a table without a prototype.
const kinds = (...names) => {
  const table = Object.create(null);
  for (const name of ["PipeWrap", "TTYWrap", ...names]) table[name] = true;
  return table;
};

function busy(ignored) {
  const names = resources();
  let count = 0;
  for (let i = 0; i < names.length; i += 1) if (ignored[names[i]] !== true) count += 1;
  return count;
}

module.exports = { busy, kinds };
