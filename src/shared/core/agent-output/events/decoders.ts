import type { OutputFormat } from '#shared/core/agent-output/output-input.ts';
import type { AgentDecoder } from './agent-event.ts';
import { decodeClaude } from './claude.ts';
import { decodeCodex } from './codex.ts';
import { decodeGemini } from './gemini.ts';
import { decodeOpencode } from './opencode.ts';

/** Who reads the events of each format; of a tool that prints plain text all is plain lines. */
export const decoders: Readonly<Record<OutputFormat, AgentDecoder | null>> = {
  claude: decodeClaude,
  codex: decodeCodex,
  gemini: decodeGemini,
  opencode: decodeOpencode,
  plain: null,
};
