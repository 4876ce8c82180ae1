// Asks for one URL and compares the status. How long the step takes is the latency that users see: name
// resolution, TLS, and the whole answer.
"use strict";

const synthetics = require("@aws/synthetics-puppeteer");

const answersWith = (expected) => (response) =>
  new Promise((resolve, reject) => {
    response.on("error", reject);
    response.on("end", () => {
      if (response.statusCode === expected) {
        resolve();
      } else {
        reject(new Error(`expected status ${expected}, got ${response.statusCode}`));
      }
    });
    response.resume();
  });

exports.handler = async () => {
  const url = new URL(process.env.CHECKED_URL);
  const request = {
    protocol: url.protocol,
    hostname: url.hostname,
    port: 443,
    method: "GET",
    path: `${url.pathname}${url.search}`,
    // AWS's managed firewall rules refuse a request that does not say who sends it.
    headers: { "User-Agent": "relinfra-canary" },
  };
  await synthetics.executeHttpStep(process.env.STEP_NAME, request, answersWith(Number(process.env.EXPECTED_STATUS)));
};
