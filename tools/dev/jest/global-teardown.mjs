// Counterpart of global-setup.mjs: stops what that started.
export default async function teardown() {
  await globalThis.aocTestServices?.stop();
  globalThis.aocTestServices = undefined;
}
