import { useRef, useState } from 'react';
import type { RefObject } from 'react';
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
  /** What it is kept by, one of its own on this machine. */
  readonly name: string;
  /** What the control shows. */
  readonly value: SettingValue;
  readonly isEdited: boolean;
  /** It was typed before the page was opened this time. */
  readonly isRestored: boolean;
  readonly change: (value: SettingValue) => void;
  /**
   * Saves what was typed, or the value that was picked; refused, it stays with its reason. Where somebody
   * else changed the setting meanwhile, it stays too, for the person to choose.
   */
  readonly save: (value?: SettingValue) => void;
  /** Saves what was typed over what somebody else wrote meanwhile. */
  readonly keepMine: () => void;
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
  const { draft, present, isRestored, show } = useKept(name);
  const [refusal, setRefusal] = useState<string | null>(null);
  /** What is on its way to the file: Enter and leaving the field would send it twice. */
  const sent = useRef<KeptDraft | null>(null);
  const value = draft === null ? saved : parse(draft.text, saved);
  const typed = read(value);
  const isForeign =
    draft !== null && !sameSetting(parse(draft.base, saved), saved) && !sameSetting(typed, saved);
  const change = (next: SettingValue): void => {
    const base = present.current?.base ?? JSON.stringify(saved);
    show({ text: JSON.stringify(next), base });
  };
  const send = async (next: SettingValue): Promise<void> => {
    const sending = present.current;
    sent.current = sending;
    const result = await write(next);
    sent.current = null;
    if (!result.ok) {
      setRefusal(`${result.error.message} ${result.error.action}`);
      return;
    }
    setRefusal(null);
    const { current } = present;
    if (current === null || current === sending) show(null);
    // Somebody has typed on: that is a change of what was just saved.
    else show({ ...current, base: JSON.stringify(next) });
  };
  const finish = (written: SettingValue): void => {
    const next = read(written);
    const isSaved = sameSetting(next, saved);
    const wrong = isSaved ? null : refusalOf(path, next);
    setRefusal(wrong);
    if (isSaved) show(null);
    else if (wrong === null && (sent.current === null || sent.current !== present.current)) {
      void send(next);
    }
  };
  return {
    name,
    value,
    isEdited: draft !== null,
    change,
    isRestored,
    save(picked) {
      if (picked !== undefined) change(picked);
      else if (draft === null) return;
      if (!isForeign) finish(picked ?? value);
    },
    keepMine: () => finish(value),
    giveUp() {
      setRefusal(null);
      show(null);
    },
    refusal,
    theirs: isForeign ? saved : undefined,
  };
}

/** A text that outlives the page; `present` is the newest one, also for what was begun before. */
function useKept(name: string): {
  readonly draft: KeptDraft | null;
  readonly present: RefObject<KeptDraft | null>;
  readonly isRestored: boolean;
  readonly show: (next: KeptDraft | null) => void;
} {
  const [draft, setDraft] = useState(() => drafts.take(name));
  const [isRestored, setRestored] = useState(draft !== null);
  const present = useRef(draft);
  const show = (next: KeptDraft | null): void => {
    present.current = next;
    setDraft(next);
    drafts.keep(name, next);
    if (next === null) setRestored(false);
  };
  return { draft, present, isRestored, show };
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
