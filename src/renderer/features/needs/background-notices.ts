import { useSyncExternalStore } from 'react';
import { z } from 'zod';
import { desktopBridge } from '#renderer/bridge/desktop-bridge.ts';
import { recall, remember } from '#renderer/lib/remembered.ts';

const choiceSchema = z.object({
  /** Whether this browser notifies of what needs the person while its tab is in the background. */
  isOn: z.boolean(),
  hasSound: z.boolean(),
  /** Whether it was suggested: that is done once. */
  wasSuggested: z.boolean(),
});
type Choice = z.infer<typeof choiceSchema>;

const storageKey = 'switchyard.background-notices';
const listeners = new Set<() => void>();
let choice: Choice = recall(localStorage, storageKey, choiceSchema) ?? {
  isOn: true,
  hasSound: false,
  wasSuggested: false,
};

/** Remembers what the person has chosen for this browser. */
export function chooseNotices(change: Partial<Choice>): void {
  choice = { ...choice, ...change };
  remember(localStorage, storageKey, choice);
  for (const listener of listeners) listener();
}

/** What the person has chosen for this browser now. */
export function noticeChoice(): Choice {
  return choice;
}

/** {@link noticeChoice}, followed. */
export function useNoticeChoice(): Choice {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => choice,
  );
}

/**
 * Whether this page may notify: `missing` where the browser cannot, and in the desktop app, which notifies by
 * itself.
 */
export function noticePermission(): NotificationPermission | 'missing' {
  if (desktopBridge() !== null || !('Notification' in window)) return 'missing';
  return Notification.permission;
}

/** Asks the browser's own question; a refusal is kept by the browser and respected. */
export async function askForNotices(): Promise<NotificationPermission> {
  const answer = await Notification.requestPermission();
  if (answer === 'granted') chooseNotices({ isOn: true });
  for (const listener of listeners) listener();
  return answer;
}

/** Notifies of something by the system; a click comes back to this page and opens it. */
export function showNotice(title: string, body: string, tag: string, open: () => void): void {
  const notice = new Notification(title, { body, tag });
  notice.addEventListener('click', () => {
    window.focus();
    open();
    notice.close();
  });
  if (choice.hasSound) playTone();
}

/** Two short notes, quiet. A browser that has not been touched yet plays nothing. */
function playTone(): void {
  const audio = new AudioContext();
  const volume = new GainNode(audio, { gain: 0.06 });
  volume.connect(audio.destination);
  for (const [at, frequency] of [660, 880].entries()) {
    const note = new OscillatorNode(audio, { frequency });
    note.connect(volume);
    note.start(audio.currentTime + at * 0.12);
    note.stop(audio.currentTime + at * 0.12 + 0.1);
    if (at === 1) note.addEventListener('ended', () => void audio.close());
  }
}
