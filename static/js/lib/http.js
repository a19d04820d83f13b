// Requests to our own site, with the page's CSRF token.

const token = document.querySelector('meta[name="csrf-token"]')?.content;

/**
 * Posts fields; resolves to the JSON answer. Rejects with an Error that carries `status` (0: no
 * network) and, where the server gave its reason in words, `detail`.
 */
export async function post(address, fields) {
  let response;
  try {
    response = await fetch(address, {
      method: "POST",
      headers: { "X-CSRFToken": token, Accept: "application/json" },
      body: fields,
    });
  } catch {
    throw Object.assign(new Error("no network"), { status: 0 });
  }
  if (!response.ok || response.redirected) {
    const { detail } = await response.json().catch(() => ({}));
    throw Object.assign(new Error(response.statusText), { status: response.status, detail });
  }
  return response.json();
}
