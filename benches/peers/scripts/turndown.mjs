// Measures turndown on the pages of a folder: `node turndown.mjs DIR`, where `npm install turndown` was run.
// The time is that of the processor for the process; each page counts with the smallest of three.

import { createRequire } from "node:module";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";

const TurndownService = createRequire(join(process.cwd(), "x.js"))("turndown");

function* pages(folder) {
  for (const name of readdirSync(folder).sort()) {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) {
      yield* pages(path);
    } else {
      const bytes = readFileSync(path);
      try {
        yield [bytes.length, new TextDecoder("utf-8", { fatal: true }).decode(bytes)];
      } catch {
        // Not UTF-8.
      }
    }
  }
}

const seconds = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
};

let size = 0;
let total = 0;
for (const [bytes, html] of pages(process.argv[2])) {
  let best = Infinity;
  for (let round = 0; round < 3; round++) {
    const start = seconds();
    try {
      new TurndownService().turndown(html);
    } catch {
      // A page that it cannot convert costs time all the same.
    }
    best = Math.min(best, seconds() - start);
  }
  size += bytes;
  total += best;
}
console.log(`| turndown | ${(size / 1e6 / total).toFixed(2)} MB/s |`);
