/**
 * What the bench puts into the page before its own code runs. It is text, as it runs in the browser: it
 * notes when the first card could be walked from, when a drop was, and when what it did had been painted.
 */
export const pageProbes = `
(() => {
  const probes = { cardAt: null, walkedAt: null, dropAt: null, shownAt: null, frames: [] };
  window.benchProbes = probes;
  const first = () => document.querySelector('[data-task-id][tabindex="0"]');
  const look = () => {
    const card = first();
    if (card === null) { requestAnimationFrame(look); return; }
    card.focus();
    probes.cardAt = performance.now();
    document.addEventListener('focusin', ({ target }) => {
      if (probes.walkedAt === null && target !== card && target.dataset?.taskId !== undefined) {
        probes.walkedAt = performance.now();
      }
    });
  };
  requestAnimationFrame(look);
  probes.watchDrop = (taskId, column, above) => {
    probes.dropAt = null;
    probes.shownAt = null;
    document.addEventListener('drop', () => { probes.dropAt = performance.now(); }, { capture: true, once: true });
    const isThere = () => {
      const card = document.querySelector('[data-task-id="' + taskId + '"]');
      const list = card?.closest('[data-column]');
      if (list?.dataset.column !== column) return false;
      if (above === null) return true;
      const other = list.querySelector('[data-task-id="' + above + '"]');
      return other === null || card.getBoundingClientRect().top > other.getBoundingClientRect().top;
    };
    const frame = () => {
      if (probes.dropAt === null || !isThere()) { requestAnimationFrame(frame); return; }
      // A message sent while a frame is made arrives when that frame has been handed over.
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => { probes.shownAt = performance.now(); };
      port2.postMessage(null);
    };
    requestAnimationFrame(frame);
  };
  probes.watchFrames = (ms) => new Promise((resolve) => {
    const lengths = [];
    const begin = performance.now();
    let last = begin;
    const frame = (now) => {
      lengths.push(now - last);
      last = now;
      if (now - begin < ms) requestAnimationFrame(frame);
      else resolve(lengths.slice(1));
    };
    requestAnimationFrame(frame);
  });
})();
`;
