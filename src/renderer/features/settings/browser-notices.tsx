import type { JSX } from 'react';
import {
  askForNotices,
  chooseNotices,
  noticePermission,
  useNoticeChoice,
} from '#renderer/features/needs/index.ts';
import { Button } from '#renderer/ui/buttons/button.tsx';
import { Checkbox } from '#renderer/ui/fields/checkbox.tsx';

/** Whether this browser notifies while its tab is in the background; the desktop app has the list above. */
export function BrowserNotices(): JSX.Element | null {
  const { isOn, hasSound } = useNoticeChoice();
  const permission = noticePermission();
  if (permission === 'missing') return null;
  return (
    <section aria-label="This browser" className="flex flex-col gap-3">
      <h2 className="text-14 font-semibold">This browser</h2>
      <div className="flex flex-col items-start gap-3 rounded-lg border border-border bg-surface p-4">
        <p className="text-13 text-muted">
          While this tab is in the background, the browser can notify you of what begins to need
          you, and of the end of a run.
        </p>
        {permission === 'default' && (
          <Button onClick={() => void askForNotices()}>Allow notifications</Button>
        )}
        {permission === 'denied' && (
          <p className="text-13 text-muted">
            You have refused them in this browser: its own settings for this page can allow them
            again.
          </p>
        )}
        {permission === 'granted' && (
          <>
            <Checkbox
              label="Notify me while the tab is in the background"
              isChecked={isOn}
              onChange={(isWanted) => chooseNotices({ isOn: isWanted })}
            />
            <Checkbox
              label="With a sound"
              isChecked={hasSound}
              onChange={(isWanted) => chooseNotices({ hasSound: isWanted })}
            />
          </>
        )}
      </div>
    </section>
  );
}
