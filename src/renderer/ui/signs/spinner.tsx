import { LoaderCircle } from 'lucide-react';
import type { ReactNode } from 'react';

/** A turning ring; what it waits for is said by the text beside it. */
export function Spinner(): ReactNode {
  return <LoaderCircle aria-hidden className="icon-sm animate-turn" />;
}
