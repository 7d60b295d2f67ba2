import { RotateCcw } from 'lucide-react';
import { useRef } from 'react';
import type { JSX } from 'react';
import type { AgentInfo, WorkspaceConfig } from '#shared/contract/settings.ts';
import { kindAt } from '#shared/core/project-config/config-expectation.ts';
import { valueAt } from '#shared/core/project-config/config-values.ts';
import { showToast, showFailure } from '#renderer/lib/toasts.ts';
import { ActionLink } from '#renderer/ui/buttons/action-link.tsx';
import { Button } from '#renderer/ui/buttons/button.tsx';
import { Chip } from '#renderer/ui/signs/chip.tsx';
import { DraftConflict } from '#renderer/ui/fields/draft-conflict.tsx';
import { showUndo } from '#renderer/ui/surfaces/undo-toast.ts';
import { changesBetween, sameSetting } from './config-changes.ts';
import type { SettingValue } from './config-changes.ts';
import { CustomAgents } from './custom-agents.tsx';
import { SettingControl } from './setting-control.tsx';
import type { SettingField } from './setting-field.ts';
import { defaultOf, describeSetting, readSetting, settingOf, textOf } from './setting-text.ts';
import type { ChangeConfig } from './use-config.ts';
import { useSettingDraft } from './use-setting-draft.ts';

export interface SettingRowProps {
  readonly field: SettingField;
  readonly read: WorkspaceConfig;
  readonly agents: readonly AgentInfo[];
  readonly change: ChangeConfig;
}

/** One setting: its control, its default and its key, and what there is to say about it now. */
export function SettingRow(props: SettingRowProps): JSX.Element {
  const { field, read, agents, change } = props;
  const { path, label, unused } = field;
  const saved = settingOf(valueAt(read.config, path));
  const draft = useSettingDraft({
    path,
    saved,
    read: (typed) => readTyped(field, typed),
    async write(value) {
      const changes = value === null ? [{ path, value }] : changesBetween(path, saved, value);
      const result = await change(changes);
      const effect = field.takesEffect ?? 'New runs use it.';
      if (result.ok) showToast(`${label}: saved. ${effect}`, { key: 'settings' });
      return result;
    },
  });
  const isDisabled = read.locked !== null || unused !== undefined;
  const key = path.join('.');
  const problem = read.configured.find((one) => one.key === key)?.problem ?? null;
  const wrong = problem === null ? null : `${problem} Until then the default is used.`;
  return (
    <div className="flex min-w-0 flex-col gap-1">
      {field.editor === 'custom-agents' ? (
        <CustomAgents field={field} read={read} change={change} problem={wrong} />
      ) : (
        <SettingControl
          field={field}
          draft={draft}
          agents={agents}
          isDisabled={isDisabled}
          error={draft.refusal ?? wrong}
          description={
            draft.theirs === undefined ? (
              field.description
            ) : (
              <DraftConflict
                theirs={describeSetting(field, draft.theirs)}
                onKeepMine={draft.keepMine}
                onTakeTheirs={draft.giveUp}
              />
            )
          }
        />
      )}
      {draft.isRestored && draft.theirs === undefined && (
        <p className="text-12 text-waiting">
          Not saved yet: typed before the page was closed.{' '}
          <ActionLink onClick={() => draft.save()}>Save it</ActionLink> or{' '}
          <ActionLink onClick={draft.giveUp}>give it up</ActionLink>.
        </p>
      )}
      <Notes field={field} read={read} saved={saved} />
      <Foot {...props} saved={saved} isWrong={problem !== null} onReset={draft.giveUp} />
    </div>
  );
}

function readTyped(field: SettingField, typed: SettingValue): SettingValue {
  if (typeof typed === 'string') return readSetting(field, typed);
  if (!Array.isArray(typed)) return typed;
  return typed.map((item) => textOf(item).trim()).filter((item) => item !== '');
}

/** What a person would otherwise find out too late: that a value does nothing, or that nothing starts with it. */
function Notes({
  field,
  read,
  saved,
}: Pick<SettingRowProps, 'field' | 'read'> & { readonly saved: SettingValue }): JSX.Element {
  const { unused, choices = {}, idle, takesEffect } = field;
  const refused = choices[textOf(saved)]?.unavailable;
  const others = Object.values(choices).flatMap(({ label, unavailable }) =>
    unavailable === undefined || unavailable === refused ? [] : [`${label}: ${unavailable}`],
  );
  const warnings = [refused, idle?.(read.config)].filter((text) => typeof text === 'string');
  const facts = [takesEffect, ...others].filter((text) => text !== undefined);
  return (
    <>
      {unused !== undefined && (
        <p className="text-12 text-muted">
          <Chip>Not used yet by this version</Chip> {unused}
        </p>
      )}
      {warnings.map((text) => (
        <p key={text} className="text-12 text-waiting">
          {text}
        </p>
      ))}
      {facts.map((text) => (
        <p key={text} className="text-12 text-faint">
          {text}
        </p>
      ))}
    </>
  );
}

/** The default, the key in the file, and the way back to the default. */
function Foot({
  field,
  read,
  change,
  saved,
  isWrong,
  onReset,
}: SettingRowProps & {
  readonly saved: SettingValue;
  readonly isWrong: boolean;
  readonly onReset: () => void;
}): JSX.Element {
  const { path, label } = field;
  const foot = useRef<HTMLDivElement>(null);
  const standard = defaultOf(field);
  const key = path.join('.');
  const isConfigured = read.configured.some((one) => one.key === key);
  const canReset =
    isConfigured && (isWrong || !sameSetting(saved, standard)) && read.locked === null;
  const words = describeSetting(field, standard);
  const reset = async (): Promise<void> => {
    // The button is gone when there is nothing left to reset: the focus goes to the setting before.
    focusSetting(foot.current);
    const result = await change([{ path, value: null }]);
    if (!result.ok) {
      showFailure(result.error);
      return;
    }
    onReset();
    const text = `${label}: back to the default, ${words}.`;
    if (isWrong) showToast(text, { key: 'settings' });
    else {
      showUndo({
        text,
        onUndo: () => {
          void change([{ path, value: saved }]).then((undone) => {
            if (!undone.ok) showFailure(undone.error);
          });
        },
      });
    }
  };
  return (
    <div ref={foot} className="flex min-h-6 flex-wrap items-center gap-x-3 text-12 text-faint">
      {kindAt(path) !== 'fixed' && <span className="break-words">Default: {words}</span>}
      <code className="font-mono break-all">{key}</code>
      {canReset && (
        <Button
          size="sm"
          variant="quiet"
          icon={RotateCcw}
          aria-label={`Reset ${label} to the default`}
          onClick={() => void reset()}
        >
          Reset
        </Button>
      )}
    </div>
  );
}

function focusSetting(foot: HTMLElement | null): void {
  const control = foot?.parentElement?.querySelector<HTMLElement>(
    'input:not([disabled], [type="checkbox"], [aria-hidden="true"]), button:not([disabled]), [role="switch"]',
  );
  control?.focus();
}
