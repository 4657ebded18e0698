import { defineConfig } from '@playwright/test';

export default defineConfig({
  testDir: '.',
  testMatch: '**/*.test.{mjs,ts}',
  globalSetup: './support/build.mjs',
  outputDir: '../../test-results',
  // Each worker runs a whole browser; machines for tests have two cores.
  workers: 2,
  fullyParallel: false,
  timeout: 90_000,
  // A busy machine may starve a browser; what passes only then is reported as flaky.
  retries: process.env.CI ? 1 : 0,
  expect: { timeout: 5_000 },
  forbidOnly: true,
});
