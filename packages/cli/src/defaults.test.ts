import { configKeys, resolveConfig } from '@framesieve/core/config';
import { defaultTemplate, templateFields } from '@framesieve/exporter';
import { expect, it } from 'vitest';

it("the config's template of file names is the exporter's, and its description names the exporter's fields", () => {
  expect(resolveConfig({}).export.template).toBe(defaultTemplate);
  const { description } = configKeys().find(key => key.path === 'export.template')!;
  for (const field of templateFields) expect(description).toContain(`{${field}}`);
});
