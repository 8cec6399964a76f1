// Tells the other tabs of the browser that a conversation has gone on in this one. A tab that was duplicated begins
// with a copy of this tab's conversation, and two copies must not answer each other's questions.

interface News {
  conversation: string;
  message: string;
}

export class Tabs {
  private readonly channel = "BroadcastChannel" in globalThis ? new BroadcastChannel("kuntoutusneuvo:1") : null;

  constructor(onNews: (conversation: string, message: string) => void) {
    this.channel?.addEventListener("message", (event: MessageEvent<News>) =>
      onNews(event.data.conversation, event.data.message),
    );
  }

  /** Tells that a message of a conversation was answered here. */
  tell(conversation: string, message: string): void {
    this.channel?.postMessage({ conversation, message } satisfies News);
  }
}
