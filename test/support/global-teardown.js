export default async function globalTeardown() {
  // Where jest runs the tests in its own process.
  await (await globalThis.passerelleApp)?.close();
  await globalThis.passerelleStopTests();
}
