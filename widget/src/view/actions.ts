// What a message of the log can set off.
import type { Conversation } from "../model/conversation";

export interface MessageActions {
  conversation: Conversation;
  commentLimit: () => number;
  /** Moves the focus to the log, from a button that is about to go. */
  toLog: () => void;
  /** Puts a text that was not accepted back into the box. */
  edit: (text: string) => void;
}
