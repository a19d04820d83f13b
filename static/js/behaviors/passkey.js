// A button that makes a passkey ([data-make]) or proves one, then goes where the server says.

const token = document.querySelector('meta[name="csrf-token"]').content;

export function start(button) {
  if (!window.PublicKeyCredential) {
    button.hidden = true;
    return;
  }
  button.addEventListener("click", async () => {
    button.disabled = true;
    try {
      const options = decoded(await send(button.dataset.ask, {}));
      const makes = "make" in button.dataset;
      const credential = makes
        ? await navigator.credentials.create({ publicKey: options })
        : await navigator.credentials.get({ publicKey: options });
      const answer = encoded(credential);
      const name = makes ? document.querySelector(button.dataset.name).value : undefined;
      const { location } = await send(button.dataset.answer, makes ? { answer, name } : answer);
      window.location.assign(location);
    } catch (error) {
      say(button, error.detail ?? button.dataset.sorry);
      button.disabled = false;
    }
  });
}

async function send(address, body) {
  const response = await fetch(address, {
    method: "POST",
    headers: { "X-CSRFToken": token, "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
  if (response.status === 403) {
    window.location.assign("/compte/confirmer"); // a fresh proof comes first, then this page again
  }
  if (!response.ok) throw new Error(response.statusText);
  return response.json();
}

function say(button, sentence) {
  const line = button.parentElement.querySelector("[role=alert]") ?? document.createElement("span");
  line.setAttribute("role", "alert");
  line.className = "field-error";
  line.textContent = sentence;
  button.parentElement.append(line);
}

// The server speaks base64url (WebAuthn level 3, § 5.8), the browser bytes.

function decoded(options) {
  const list = (keys) => keys?.map((key) => ({ ...key, id: bytes(key.id) }));
  return {
    ...options,
    challenge: bytes(options.challenge),
    ...(options.user && { user: { ...options.user, id: bytes(options.user.id) } }),
    excludeCredentials: list(options.excludeCredentials),
    allowCredentials: list(options.allowCredentials),
  };
}

function encoded(credential) {
  const response = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (credential.response[name]) response[name] = text(credential.response[name]);
  }
  const { id, type } = credential;
  return { id, type, rawId: text(credential.rawId), response, clientExtensionResults: {} };
}

function bytes(encodedText) {
  const plain = atob(encodedText.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (sign) => sign.charCodeAt(0));
}

function text(buffer) {
  const plain = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(plain).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}
