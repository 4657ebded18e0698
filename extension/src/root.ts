/**
 * The document that frames have in common which can reach each other's DOM: an
 * editor's frame, the page around it, and every copy of the content script in them.
 */

/**
 * When the outermost document began that this frame may reach, in milliseconds
 * since 1970 with their fraction (performance.timeOrigin). Frames of one origin in
 * one page get the same number; a frame that may reach nobody gets its own. Page
 * scripts cannot change what an isolated world reads here.
 */
export function rootOf(view: Window): number {
  let root = view;
  for (let frame = view; frame !== frame.parent; ) {
    frame = frame.parent;
    if (isReachable(frame)) root = frame;
  }
  return root.performance.timeOrigin;
}

function isReachable(frame: Window): boolean {
  try {
    return frame.document !== null && frame.document !== undefined;
  } catch {
    return false; // another origin, or a sandbox between us
  }
}
