import type { JSX } from 'react';
import { notificationTypeSchema } from '#shared/model/notification.ts';
import type { NotificationType } from '#shared/model/notification.ts';
import { notificationLook } from '#renderer/features/inbox/index.ts';
import { FolderTrust } from '#renderer/features/trust/index.ts';
import { Checkbox } from '#renderer/ui/fields/checkbox.tsx';
import { FailureNote } from '#renderer/ui/signs/failure-note.tsx';
import { SegmentedControl } from '#renderer/ui/buttons/segmented-control.tsx';
import { Skeleton } from '#renderer/ui/signs/skeleton.tsx';
import { themeOptions, useTheme } from '#renderer/ui/theme/theme.ts';
import { BrowserNotices } from './browser-notices.tsx';
import { Browsers } from './browsers.tsx';
import { EditorSetting } from './editor-setting.tsx';
import { usePreferences } from './preferences.ts';

/** Appearance, which notifications the operating system shows too, and which browsers are let in. */
export function AppSettings(): JSX.Element {
  const { preference, setPreference } = useTheme();
  return (
    <>
      <section aria-label="Appearance" className="flex flex-col gap-3">
        <h2 className="text-14 font-semibold">Appearance</h2>
        <div className="rounded-lg border border-border bg-surface p-4">
          <SegmentedControl
            label="Theme"
            options={themeOptions}
            value={preference}
            onChange={setPreference}
          />
        </div>
      </section>
      <section aria-label="Trusted folders" className="flex flex-col gap-3">
        <h2 className="text-14 font-semibold">Trusted folders</h2>
        <div className="rounded-lg border border-border bg-surface p-4">
          <FolderTrust />
        </div>
      </section>
      <section aria-label="Editor" className="flex flex-col gap-3">
        <h2 className="text-14 font-semibold">Editor</h2>
        <div className="rounded-lg border border-border bg-surface p-4">
          <EditorSetting />
        </div>
      </section>
      <section aria-label="Notifications" className="flex flex-col gap-3">
        <h2 className="text-14 font-semibold">Notifications</h2>
        <div className="rounded-lg border border-border bg-surface p-4">
          <Notifications />
        </div>
      </section>
      <BrowserNotices />
      <Browsers />
    </>
  );
}

function Notifications(): JSX.Element {
  const { query, change: changePreferences } = usePreferences();
  if (query.kind === 'loading') return <Skeleton lines={8} />;
  if (query.kind === 'failed') return <FailureNote failure={query.failure} />;
  const { nativeNotifications } = query.value;
  const change = (type: NotificationType, isWanted: boolean): void => {
    changePreferences((now) => {
      const others = now.nativeNotifications.filter((one) => one !== type);
      return { nativeNotifications: isWanted ? [...others, type] : others };
    });
  };
  return (
    <fieldset className="flex flex-col gap-2">
      <legend className="mb-2 text-13 text-muted">
        All of them are in the inbox. The desktop app shows these by the operating system too:
      </legend>
      {notificationTypeSchema.options.map((type) => (
        <Checkbox
          key={type}
          label={notificationLook[type].word}
          isChecked={nativeNotifications.includes(type)}
          onChange={(isWanted) => change(type, isWanted)}
        />
      ))}
    </fieldset>
  );
}
