import './gallery.css';
import { StrictMode } from 'react';
import type { ReactNode } from 'react';
import { createRoot } from 'react-dom/client';
import { PageHeader } from '#renderer/ui/surfaces/page-header.tsx';
import { SegmentedControl } from '#renderer/ui/buttons/segmented-control.tsx';
import { useTheme } from '#renderer/ui/theme/theme.ts';
import { Toaster } from '#renderer/ui/surfaces/toaster.tsx';
import { TooltipProvider } from '#renderer/ui/surfaces/tooltip.tsx';
import { Buttons } from './buttons.tsx';
import { Choices, TextFields } from './fields.tsx';
import { Lists } from './lists.tsx';
import { Signs } from './signs.tsx';
import { States } from './states.tsx';
import { Surfaces } from './surfaces.tsx';

function Gallery(): ReactNode {
  const { preference, setPreference } = useTheme();
  return (
    <TooltipProvider>
      <div className="flex h-full flex-col">
        <PageHeader
          title="Interface gallery"
          actions={
            <SegmentedControl
              label="Theme"
              value={preference}
              onChange={setPreference}
              options={[
                { value: 'system', label: 'System' },
                { value: 'light', label: 'Light' },
                { value: 'dark', label: 'Dark' },
              ]}
            />
          }
        />
        <main className="min-h-0 flex-1 overflow-auto">
          <Buttons />
          <TextFields />
          <Choices />
          <Signs />
          <States />
          <Lists />
          <Surfaces />
        </main>
      </div>
      <Toaster />
    </TooltipProvider>
  );
}

const root = document.querySelector('#root');
if (root === null) throw new Error('The page has no #root.');
createRoot(root).render(
  <StrictMode>
    <Gallery />
  </StrictMode>,
);
