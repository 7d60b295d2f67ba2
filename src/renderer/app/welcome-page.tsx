import { useEffect } from 'react';
import type { JSX } from 'react';
import { WelcomePalette } from '#renderer/features/palette/index.ts';
import { WelcomeView } from '#renderer/features/welcome/index.ts';

/** The page while no workspace is open. */
export function WelcomePage(): JSX.Element {
  useEffect(() => {
    document.title = 'Switchyard';
  }, []);
  return (
    <>
      <WelcomeView />
      <WelcomePalette />
    </>
  );
}
