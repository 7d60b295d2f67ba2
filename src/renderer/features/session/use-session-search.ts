import { useEffect, useState } from 'react';
import { useHost } from '#renderer/bridge/host-context.tsx';
import { useWorkspace } from '#renderer/bridge/use-workspace.tsx';

/** How long somebody must have stopped typing, in ms. */
const calmMs = 200;

export interface SessionSearch {
  readonly words: string;
  readonly setWords: (words: string) => void;
  /** Place of the entry that it stands at; null: nothing was found, or is searched for. */
  readonly found: number | null;
  /** "3 of 12", or that there is nothing; empty while nothing is searched for. */
  readonly count: string;
  /** Goes to the next one, or the one before. */
  readonly step: (by: 1 | -1) => void;
}

interface Found {
  readonly words: string;
  readonly places: readonly number[];
  readonly index: number;
}

/** Searches all of an attempt's session, also what is not on the page; `reveal` brings what was found into sight. */
export function useSessionSearch(
  attemptId: string,
  reveal: (place: number) => void,
): SessionSearch {
  const connection = useHost();
  const { id: workspaceId } = useWorkspace();
  const [words, setWords] = useState('');
  const [result, setResult] = useState<Found | null>(null);
  const wanted = words.trim();
  useEffect(() => {
    if (wanted === '') return undefined;
    let isWanted = true;
    const timer = setTimeout(() => {
      const address = { workspaceId, attemptId, words: wanted };
      void connection
        .call((client) => client.attempts.findInSession(address))
        .then((answer) => {
          if (!isWanted || !answer.ok) return;
          const places = answer.value;
          const index = places.length - 1;
          setResult({ words: wanted, places, index });
          const newest = places[index];
          if (newest !== undefined) reveal(newest);
        });
    }, calmMs);
    return () => {
      isWanted = false;
      clearTimeout(timer);
    };
  }, [connection, workspaceId, attemptId, wanted, reveal]);
  const shown = wanted === '' || result?.words !== wanted ? null : result;
  const step = (by: 1 | -1): void => {
    if (shown === null || shown.places.length === 0) return;
    const { places } = shown;
    const index = (shown.index + by + places.length) % places.length;
    setResult({ ...shown, index });
    reveal(places[index] ?? 0);
  };
  return {
    words,
    setWords,
    found: shown?.places[shown.index] ?? null,
    count: countOf(shown),
    step,
  };
}

function countOf(shown: Found | null): string {
  if (shown === null) return '';
  const { places, index } = shown;
  return places.length === 0 ? 'Nothing found' : `${index + 1} of ${places.length}`;
}
