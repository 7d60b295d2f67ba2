import type { EntryFile, ToolAction } from '#shared/model/session-entry.ts';
import type { JsonObject } from '#shared/core/agent-output/json-lines.ts';

/**
 * What an agent does, in one form for all agents. A decoder makes these of what one tool prints; the session,
 * the live line and the reading of an attempt's end are made of these only.
 */
export type AgentEvent =
  | { readonly kind: 'session'; readonly id: string | null; readonly folder: string | null }
  | TextEvent
  | ToolEvent
  | ToolEndEvent
  | { readonly kind: 'question'; readonly text: string }
  /** It will ask its provider again by itself. */
  | {
      readonly kind: 'retry';
      readonly reason: string;
      readonly attempt: number | null;
      readonly of: number | null;
      /** In ms from when it was printed; null where that is not said. */
      readonly delayMs: number | null;
    }
  | {
      readonly kind: 'refused';
      readonly toolId: string | null;
      readonly tool: string;
      readonly reason: string;
    }
  /** `step`: what one request used, which may be said more than once; null: all so far, which counts instead. */
  | {
      readonly kind: 'usage';
      readonly step: string | null;
      readonly tokens: number | null;
      readonly costUsd: number | null;
    }
  /** Its provider takes no more work, until then (epoch ms). */
  | { readonly kind: 'limit'; readonly message: string; readonly resetsAt: number | null }
  /** What the tool itself says went wrong. */
  | FailureEvent
  /** The tool's last event. */
  | { readonly kind: 'end'; readonly isSuccess: boolean; readonly finalText: string | null }
  /** A plain line for people. */
  | { readonly kind: 'note'; readonly text: string };

export interface TextEvent {
  readonly kind: 'text';
  readonly voice: 'agent' | 'thought';
  readonly text: string;
  /** A text that follows one of the same message is joined to it by `joint`; null: it stands alone. */
  readonly message: string | null;
  readonly joint: string;
  readonly isNested: boolean;
}

/** A tool begins; one of the same id that has begun already is described better. */
export interface ToolEvent {
  readonly kind: 'tool';
  readonly id: string;
  readonly name: string;
  readonly action: ToolAction;
  readonly subject: string;
  /** What it will have changed when it is done. */
  readonly files: readonly EntryFile[];
  readonly isNested: boolean;
}

export interface ToolEndEvent {
  readonly kind: 'tool_end';
  readonly id: string;
  readonly state: 'done' | 'failed' | 'refused';
  readonly output: string;
  readonly exitCode: number | null;
  /** As the tool measured it, in ms; null where it does not say. */
  readonly tookMs: number | null;
  /** What it did change; null: what its beginning said. */
  readonly files: readonly EntryFile[] | null;
}

export interface FailureEvent {
  readonly kind: 'failure';
  readonly message: string;
  /** The tool's name for it; empty where it has none. */
  readonly name: string;
  /** HTTP status of the request that failed; null where it is not said. */
  readonly status: number | null;
  readonly refusal: 'limit' | 'login' | null;
}

/**
 * Reads one object that a tool printed. Null: an event of a kind that it does not know; an empty list: one that
 * has nothing to say to a person. Never throws.
 */
export type AgentDecoder = (event: JsonObject) => readonly AgentEvent[] | null;

/** A text of its own. */
export function said(
  text: string,
  more: Partial<Pick<TextEvent, 'voice' | 'message' | 'joint' | 'isNested'>> = {},
): readonly AgentEvent[] {
  if (text === '') return [];
  return [
    { kind: 'text', voice: 'agent', message: null, joint: '', isNested: false, ...more, text },
  ];
}

/** What went wrong, where the tool says no more than that. */
export function failed(
  message: string,
  more: Partial<Pick<FailureEvent, 'name' | 'status' | 'refusal'>> = {},
): FailureEvent {
  return { kind: 'failure', name: '', status: null, refusal: null, ...more, message };
}
