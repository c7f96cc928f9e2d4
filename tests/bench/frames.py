"""Time from both people in the room to the first frame of the other side.

The floor is what a browser needs by itself: two RTCPeerConnections in one page, no server between
them. A room adds its socket, the join and the page.
"""

from statistics import median

from playwright.sync_api import Browser, Page, sync_playwright

from tests.e2e.conftest import DESKTOP, log_in
from tests.e2e.rooms import go_in, make_class, sees, until
from tests.factories import PASSWORD
from tests.support import chromium
from tests.support.product import Product

ROUNDS = 10
# Milliseconds from the other person being known to this page until their first decoded frame.
WATCH = """() => new Promise((done) => {
  let since = 0;
  const timer = setInterval(async () => {
    const room = window.__room;
    if (!room?.people.length) return;
    since ||= performance.now();
    const [stats] = await room.stats();
    if (!stats?.framesDecoded) return;
    clearInterval(timer);
    done(performance.now() - since);
  }, 10);
})"""
FLOOR = """async () => {
  const stream = await navigator.mediaDevices.getUserMedia({
    audio: true, video: { width: 640, height: 480 },
  });
  const [a, b] = [new RTCPeerConnection(), new RTCPeerConnection()];
  a.onicecandidate = ({ candidate }) => b.addIceCandidate(candidate ?? undefined);
  b.onicecandidate = ({ candidate }) => a.addIceCandidate(candidate ?? undefined);
  for (const track of stream.getTracks()) { a.addTrack(track, stream); b.addTrack(track, stream); }
  const began = performance.now();
  await a.setLocalDescription();
  await b.setRemoteDescription(a.localDescription);
  await b.setLocalDescription();
  await a.setRemoteDescription(b.localDescription);
  const decoded = async (pc) => {
    let frames = 0;
    (await pc.getStats()).forEach((entry) => (frames += entry.framesDecoded ?? 0));
    return frames;
  };
  while (!(await decoded(a)) || !(await decoded(b))) await new Promise((go) => setTimeout(go, 10));
  const took = performance.now() - began;
  a.close(); b.close();
  for (const track of stream.getTracks()) track.stop();
  return took;
}"""


def measure(product: Product) -> None:
    """Print the median and the worst of ten rejoins, in ms, and the median as a ratio."""
    product.start()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium.path(), args=chromium.ARGUMENTS
        )
        took, bare = _rounds(product, browser)
        browser.close()
    product.stop()
    middle, floor = median(took), median(bare)
    print(f"  room   median {middle:6.0f} ms, worst {max(took):6.0f} ms of {len(took)}")
    print(f"  floor  median {floor:6.0f} ms, worst {max(bare):6.0f} ms of {len(bare)}")
    print(f"  ratio  {middle / floor:.2f}")


def _rounds(product: Product, browser: Browser) -> tuple[list[float], list[float]]:
    lesson = make_class(product)
    mentor = _open(product, browser, lesson.mentor)
    learner = _open(product, browser, lesson.learners[0])
    bare = [mentor.evaluate(FLOOR) for _ in range(ROUNDS)]
    for page in (mentor, learner):
        page.goto(lesson.url)
        go_in(page)
    mentor.locator("[data-start]").click()
    sees(learner)
    took = []
    for _ in range(ROUNDS):
        learner.reload(wait_until="commit")
        took.append(learner.evaluate(WATCH))
        until(mentor, "window.__room.states[0] === 'connected'")
        sees(mentor)
    return took, bare


def _open(product: Product, browser: Browser, email: str) -> Page:
    context = browser.new_context(
        base_url=product.url, viewport=DESKTOP, permissions=["camera", "microphone"]
    )
    page = context.new_page()
    log_in(page, email, PASSWORD)
    page.goto("/")  # cameras are for pages of a server
    return page
