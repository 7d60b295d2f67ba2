import { useEffect, useRef } from 'react';
import { needTitle } from '#shared/core/needs/need-title.ts';
import type { Run } from '#shared/model/run.ts';
import { useWorkspace } from '#renderer/bridge/use-workspace.tsx';
import { useDocuments } from '#renderer/db/use-documents.ts';
import { runWords, runStateOf, useWorkLife } from '#renderer/features/work/index.ts';
import { goTo } from '#renderer/lib/location.ts';
import { showToast } from '#renderer/lib/toasts.ts';
import {
  askForNotices,
  chooseNotices,
  noticeChoice,
  noticePermission,
  showNotice,
} from './background-notices.ts';
import { useNeeds } from './needs-provider.tsx';
import { goToNeed } from './use-open-need.ts';

/**
 * Notifies by the browser of what begins to need the person, and of the end of a run, while the tab is in the
 * background. That it can is suggested at the first run, once. What was there when the page was opened is not news.
 */
export function useBackgroundNotices(isLoaded: boolean): void {
  useNoticesOfNeeds(isLoaded);
  const active = [...useDocuments('runs').values()].find(({ status }) => status !== 'ended');
  useNoticeOfEnd(active?.id ?? null);
  useSuggestion(isLoaded, active?.id ?? null);
}

function useNoticesOfNeeds(isLoaded: boolean): void {
  const needs = useNeeds();
  const { id: workspaceId, name } = useWorkspace();
  const known = useRef<ReadonlySet<string> | null>(null);
  useEffect(() => {
    if (!isLoaded) return;
    const before = known.current;
    known.current = new Set(needs.map(({ key }) => key));
    if (before === null || !isWanted()) return;
    const fresh = needs.filter(({ key }) => !before.has(key));
    for (const need of fresh.slice(0, 3)) {
      showNotice(needTitle(need), name, `${workspaceId} ${need.key}`, () => goToNeed(need));
    }
  }, [needs, isLoaded, workspaceId, name]);
}

function useNoticeOfEnd(activeId: string | null): void {
  const runs = useDocuments('runs');
  const life = useWorkLife();
  const { name } = useWorkspace();
  const watched = useRef(activeId);
  useEffect(() => {
    const before = watched.current === null ? undefined : runs.get(watched.current);
    watched.current = activeId ?? watched.current;
    if (activeId !== null || before?.status !== 'ended') return;
    watched.current = null;
    if (isWanted()) noticeEnd(before, name, runWords[runStateOf(before, life)].phrase);
  }, [activeId, runs, life, name]);
}

function noticeEnd({ id }: Run, workspace: string, phrase: string): void {
  const open = (): void => goTo({ view: 'runs', subject: id });
  showNotice(`The run: ${phrase}`, workspace, id, open);
}

function useSuggestion(isLoaded: boolean, activeId: string | null): void {
  const known = useRef<string | null | undefined>(undefined);
  useEffect(() => {
    if (!isLoaded) return;
    const before = known.current;
    known.current = activeId;
    if (before === undefined || activeId === null || activeId === before) return;
    if (noticePermission() !== 'default' || noticeChoice().wasSuggested) return;
    chooseNotices({ wasSuggested: true });
    showToast('Be notified when something needs you and this tab is in the background?', {
      key: 'suggest-notices',
      action: { label: 'Allow', run: () => void askForNotices() },
      forMs: 20_000,
    });
  }, [isLoaded, activeId]);
}

function isWanted(): boolean {
  return document.hidden && noticeChoice().isOn && noticePermission() === 'granted';
}
