import { useRef, useState } from 'react';
import { z } from 'zod';
import type { WireFailure } from '#shared/contract/wire-result.ts';
import type { Result } from '#shared/lib/result.ts';
import { useWorkspace } from '#renderer/bridge/use-workspace.tsx';
import { drafts } from '#renderer/lib/drafts.ts';
import type { KeptDraft } from '#renderer/lib/draft-store.ts';
import { sameSetting } from './config-changes.ts';
import type { SettingValue } from './config-changes.ts';
import { refusalOf } from './setting-text.ts';

/** A setting while it is edited: what is typed stays until it is saved or given up. */
export interface SettingDraft {
  /** What the control shows. */
  readonly value: SettingValue;
  readonly isEdited: boolean;
  readonly change: (value: SettingValue) => void;
  /** Saves what was typed, or the value that is given; refused, it stays with its reason. */
  readonly save: (value?: SettingValue) => void;
  readonly giveUp: () => void;
  /** Why it was not saved; null when there is nothing to complain about. */
  readonly refusal: string | null;
  /** What the file says by now, where somebody else changed it meanwhile. */
  readonly theirs: SettingValue | undefined;
}

export interface SettingDraftOptions {
  readonly path: readonly string[];
  /** What the file says. */
  readonly saved: SettingValue;
  /** What a typed value stands for. */
  readonly read: (typed: SettingValue) => SettingValue;
  readonly write: (value: SettingValue) => Promise<Result<unknown, WireFailure>>;
}

/** The draft of one setting. It outlives the page, a search that hides the field, and changes from elsewhere. */
export function useSettingDraft({ path, saved, read, write }: SettingDraftOptions): SettingDraft {
  const name = `${useWorkspace().id}/settings/${path.join('.')}`;
  const [draft, setDraft] = useState(() => drafts.take(name));
  const [refusal, setRefusal] = useState<string | null>(null);
  const present = useRef(draft);
  const show = (next: KeptDraft | null): void => {
    present.current = next;
    setDraft(next);
    drafts.keep(name, next);
  };
  const value = draft === null ? saved : parse(draft.text, saved);
  const typed = read(value);
  const isForeign =
    draft !== null && !sameSetting(parse(draft.base, saved), saved) && !sameSetting(typed, saved);
  const change = (next: SettingValue): void => {
    const base = present.current?.base ?? JSON.stringify(saved);
    show({ text: JSON.stringify(next), base });
  };
  const send = async (next: SettingValue): Promise<void> => {
    const sent = present.current;
    const result = await write(next);
    if (!result.ok) {
      setRefusal(`${result.error.message} ${result.error.action}`);
      return;
    }
    setRefusal(null);
    const { current } = present;
    if (current === null || current === sent) show(null);
    // Somebody has typed on: that is a change of what was just saved.
    else show({ ...current, base: JSON.stringify(next) });
  };
  return {
    value,
    isEdited: draft !== null,
    change,
    save(given) {
      if (given !== undefined) change(given);
      else if (draft === null) return;
      const next = read(given ?? value);
      const wrong = sameSetting(next, saved) ? null : refusalOf(path, next);
      setRefusal(wrong);
      if (wrong !== null) return;
      if (sameSetting(next, saved)) show(null);
      else void send(next);
    },
    giveUp() {
      setRefusal(null);
      show(null);
    },
    refusal,
    theirs: isForeign ? saved : undefined,
  };
}

const settingSchema = z.json();

/** What was kept, or `other` where it cannot be read any more. */
function parse(text: string, other: SettingValue): SettingValue {
  try {
    return settingSchema.parse(JSON.parse(text));
  } catch {
    return other;
  }
}
