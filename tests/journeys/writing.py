"""What people do with the editor: begin, paste, drop a file, publish."""

from playwright.sync_api import expect

CLUB = "/clubs/secretaires-de-mairie"
ASK = f"{CLUB}/questions/nouvelle"


def begin(page):
    page.goto(ASK)
    page.locator("html[data-ready]").wait_for()
    page.locator("[data-editor=open]").wait_for()
    page.keyboard.press("Tab")  # nothing of a former draft
    page.evaluate("document.querySelector('.editor-text').focus()")
    page.keyboard.press("Control+A")
    page.keyboard.press("Delete")


def publish(page, title):
    page.get_by_label("Votre question en une phrase").fill(title)
    page.get_by_role("button", name="Publier ma question").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(title)
    return page.locator("#message-1 .prose")


def paste(page, html):
    """What another program left in the clipboard, pasted by the keys."""
    page.evaluate(
        """html => document.addEventListener("copy", (event) => {
            event.clipboardData.setData("text/html", html);
            event.preventDefault();
        }, { once: true, capture: true })""",
        html,
    )
    page.keyboard.press("Control+C")
    page.keyboard.press("Control+V")


def drop_file(page, name, content, kind="image/png", event="paste"):
    """A file from the clipboard, or let go over the text."""
    page.evaluate(
        """([name, bytes, kind, event]) => {
            const transfer = new DataTransfer();
            transfer.items.add(new File([new Uint8Array(bytes)], name, { type: kind }));
            const text = document.querySelector(".editor-text");
            const place = text.lastElementChild.getBoundingClientRect();
            const over = { clientX: place.left + 5, clientY: place.top + 5 };
            const more =
                event === "paste"
                    ? { clipboardData: transfer }
                    : { dataTransfer: transfer, ...over };
            const made = new (event === "paste" ? ClipboardEvent : DragEvent)(event,
                { bubbles: true, cancelable: true, ...more });
            text.dispatchEvent(made);
        }""",
        [name, list(content), kind, event],
    )
