// The single measurements of the check. Each resolves to what was found and never throws.

const UP_BYTES = 200_000;
const RELAY_WITHIN = 6000;

/** Ask for camera and microphone together, else one by one; {audio, video, refused}. */
export async function devices() {
  const media = navigator.mediaDevices;
  if (!media) return { audio: null, video: null, refused: false };
  try {
    const stream = await media.getUserMedia({ audio: true, video: true });
    return { audio: stream.getAudioTracks()[0], video: stream.getVideoTracks()[0], refused: false };
  } catch {
    const [audio, video] = [await one({ audio: true }), await one({ video: true })];
    const refused = [audio, video].some((found) => found.error?.name === "NotAllowedError");
    return { audio: audio.track ?? null, video: video.track ?? null, refused };
  }
}

async function one(wish) {
  try {
    return { track: (await navigator.mediaDevices.getUserMedia(wish)).getTracks()[0] };
  } catch (error) {
    return { error };
  }
}

/** A meter on a microphone: `level()` is 0-100, `close()` lets go. */
export function listen(track, context) {
  const analyser = context.createAnalyser();
  analyser.fftSize = 512;
  const source = context.createMediaStreamSource(new MediaStream([track]));
  source.connect(analyser);
  const wave = new Uint8Array(analyser.fftSize);
  return {
    level() {
      analyser.getByteTimeDomainData(wave);
      const sum = wave.reduce((all, sample) => all + ((sample - 128) / 128) ** 2, 0);
      return Math.min(100, Math.round(Math.sqrt(sum / wave.length) * 300));
    },
    close: () => source.disconnect(),
  };
}

/** Play three notes. */
export function notes(context) {
  [523, 659, 784].forEach((pitch, number) => {
    const [tone, loud] = [context.createOscillator(), context.createGain()];
    const from = context.currentTime + number * 0.35;
    tone.frequency.value = pitch;
    loud.gain.setValueAtTime(0.15, from);
    loud.gain.exponentialRampToValueAtTime(0.001, from + 0.33);
    tone.connect(loud).connect(context.destination);
    tone.start(from);
    tone.stop(from + 0.34);
  });
}

/** Time a download and an upload with our own server: {down, up} in kbit/s, null if it failed. */
export async function speed(url, token) {
  const down = await timed(async () => {
    const answer = await fetch(url, { cache: "no-store" });
    if (!answer.ok) throw new Error(String(answer.status));
    return (await answer.arrayBuffer()).byteLength;
  });
  const body = new Uint8Array(UP_BYTES);
  for (let at = 0; at < UP_BYTES; at += 50_000) crypto.getRandomValues(body.subarray(at, at + 50_000));
  const up = await timed(async () => {
    const headers = { "X-CSRFToken": token, "Content-Type": "application/octet-stream" };
    const answer = await fetch(url, { method: "POST", body, headers });
    if (!answer.ok) throw new Error(String(answer.status));
    return UP_BYTES;
  });
  return { down, up };
}

async function timed(act) {
  const began = performance.now();
  try {
    const bytes = await act();
    return Math.round((bytes * 8) / Math.max(1, performance.now() - began));
  } catch {
    return null;
  }
}

/** Tell whether a TURN server gives us an address; null where the site has none. */
export async function relay(iceServers) {
  const turn = iceServers.filter((server) => [server.urls].flat().some((url) => url.startsWith("turn")));
  if (!turn.length || !globalThis.RTCPeerConnection) return null;
  const link = new RTCPeerConnection({ iceServers: turn, iceTransportPolicy: "relay" });
  try {
    return await new Promise((done) => {
      setTimeout(() => done(false), RELAY_WITHIN);
      link.onicecandidate = ({ candidate }) => {
        if (candidate?.type === "relay") done(true);
        else if (!candidate) done(false);
      };
      link.createDataChannel("check");
      link.createOffer().then((offer) => link.setLocalDescription(offer), () => done(false));
    });
  } finally {
    link.close();
  }
}
