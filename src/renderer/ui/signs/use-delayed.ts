import { useEffect, useState } from 'react';

/** How long nothing is said about waiting, in milliseconds: what is quicker than this needs no spinner. */
export const patience = 300;

/** True once `isOn` has been true for `delay` milliseconds without a break; false at once when it ends. */
export function useDelayed(isOn: boolean, delay: number = patience): boolean {
  const [isDue, setDue] = useState(false);
  useEffect(() => {
    if (!isOn) return undefined;
    const timer = setTimeout(() => setDue(true), delay);
    return () => {
      clearTimeout(timer);
      setDue(false);
    };
  }, [isOn, delay]);
  return isOn && isDue;
}
