// Tells the other tabs of the browser that a conversation has gone on in this one. A tab that was duplicated begins
// with a copy of this tab's conversation, and two copies must not answer each other's questions.

interface News {
  conversation: string;
  message: string;
}

export class Tabs {
  private channel: BroadcastChannel | undefined;

  constructor(private readonly onNews: (conversation: string, message: string) => void) {
    this.listen();
    // An open BroadcastChannel would keep the page out of the browser's back/forward cache.
    addEventListener("pagehide", () => this.channel?.close());
    addEventListener("pageshow", (event) => event.persisted && this.listen());
  }

  /** Tells that a message of a conversation was answered here. */
  tell(conversation: string, message: string): void {
    this.channel?.postMessage({ conversation, message } satisfies News);
  }

  private listen(): void {
    this.channel = new BroadcastChannel("kuntoutusneuvo:1");
    this.channel.addEventListener("message", ({ data }: MessageEvent<News>) =>
      this.onNews(data.conversation, data.message),
    );
  }
}
