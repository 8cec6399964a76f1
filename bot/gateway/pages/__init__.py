"""The pages: the widget's own, the conversation without JavaScript, the demo site."""
