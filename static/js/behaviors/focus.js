// The summary of what is to be corrected takes the focus, so that it is read first.

export function start(element) {
  element.focus();
}
