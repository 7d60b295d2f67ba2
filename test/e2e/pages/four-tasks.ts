import type { StoryApp } from '../story-app.ts';

/** Ids of the tasks of {@link addFour}. */
export const four = ['e.1', 'e.2', 'e.3', 'e.4'] as const;

/** Adds four tasks whose agents work until the sign `go`. */
export function addFour(app: StoryApp): void {
  app.addTasks(
    four.map((id) => ({
      id,
      title: `Do ${id}, which has a long title`,
      script: `${app.until('go')}; echo done > ${id}.txt`,
    })),
  );
}
