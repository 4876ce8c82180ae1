// Asks yaml-language-server of a file: node language_server.cjs FILE LINE:COLUMN…, with its packages on NODE_PATH.
const { spawn } = require("child_process");
const { readFileSync } = require("fs");
const { dirname, join } = require("path");
const rpc = require("vscode-jsonrpc/node");

const [file, ...places] = process.argv.slice(2);
const settings = { hover: true, validate: true, schemaStore: { enable: false } };
const program = join(dirname(require.resolve("yaml-language-server/package.json")), "bin/yaml-language-server");
const server = spawn(process.execPath, [program, "--stdio"]);
const connection = rpc.createMessageConnection(
  new rpc.StreamMessageReader(server.stdout),
  new rpc.StreamMessageWriter(server.stdin),
);
connection.onRequest("workspace/configuration", ({ items }) => items.map(({ section }) => (section === "yaml" ? settings : null)));
connection.onRequest("client/registerCapability", () => null);
const published = new Promise((resolve) =>
  connection.onNotification("textDocument/publishDiagnostics", ({ diagnostics }) => resolve(diagnostics)),
);
connection.listen();

async function main() {
  const uri = `file://${file}`;
  const hover = { contentFormat: ["markdown"] };
  await connection.sendRequest("initialize", {
    processId: process.pid,
    rootUri: null,
    capabilities: { workspace: { configuration: true }, textDocument: { hover } },
  });
  connection.sendNotification("initialized", {});
  const textDocument = { uri, languageId: "yaml", version: 1, text: readFileSync(file, "utf8") };
  connection.sendNotification("textDocument/didOpen", { textDocument });
  const diagnostics = await published;
  const hovers = [];
  for (const place of places) {
    const [line, column] = place.split(":").map(Number);
    const position = { line: line - 1, character: column - 1 };
    const found = await connection.sendRequest("textDocument/hover", { textDocument: { uri }, position });
    hovers.push(found ? found.contents.value : "");
  }
  console.log(JSON.stringify({ diagnostics: diagnostics.map(({ range, message }) => [range.start.line + 1, message]), hovers }));
  server.kill();
  process.exit(0);
}
main();
