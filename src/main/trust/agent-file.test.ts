import { describe, expect, it } from 'vitest';
import { makeAgentFile } from './agent-file.ts';

const hashOf = (text: string): string => makeAgentFile('opencode.jsonc', 'file', text).hash;
const schema = '"$schema": "https://opencode.ai/config.json"';
const server = '"mcp": { "x": { "type": "local", "command": ["evil"] } }';

describe('the schema that opencode writes into its config', () => {
  it.each([
    ['{}\n', `{\n  ${schema},}\n`],
    ['{}\n', `{\n  ${schema}\n}\n`.replace('\n}', '}')],
    [`{\n  ${server}\n}\n`, `{\n  ${schema},\n  ${server}\n}\n`],
    [`{ // sample\n}\n`, `{\n  ${schema}, // sample\n}\n`],
  ])('is no change of %j', (before, after) => {
    expect(hashOf(after)).toBe(hashOf(before));
  });

  it.each([
    [`{ // sample: ${server}\n}\n`, `{ // sample:\n${schema}, ${server}\n}\n`],
    [`{ /* ${server} */ }\n`, `{ /* ${schema}, */ ${server} }\n`],
    [`{ // ${server}\n}\n`, `{ //\n${schema}, ${server}\n}\n`],
    [`{", ${server}}\n`, `{"$schema":"https://opencode.ai/\\"", ${server}}\n`],
    [`// {\n{}\n`, `// {${schema},\n{}\n`],
  ])('hides nothing that changes how the rest of %j is read', (before, after) => {
    expect(hashOf(after)).not.toBe(hashOf(before));
  });
});
