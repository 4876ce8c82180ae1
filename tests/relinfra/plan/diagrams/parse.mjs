// Parses each line of standard input, a JSON string of Mermaid, and answers each with a line: "" or what is wrong.
import { createInterface } from "node:readline";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

const require = createRequire(`${process.argv[2]}/package.json`);
const { JSDOM } = require("jsdom");
globalThis.window = new JSDOM("").window;
globalThis.document = window.document;
const { default: mermaid } = await import(pathToFileURL(`${process.argv[2]}/node_modules/mermaid/dist/mermaid.core.mjs`));

for await (const line of createInterface({ input: process.stdin })) {
  const problem = await mermaid.parse(JSON.parse(line)).then(() => "", (error) => String(error.message));
  process.stdout.write(`${JSON.stringify(problem)}\n`);
}
