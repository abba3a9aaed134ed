shortcut-ask = Ask
shortcut-send = Send to asker
help-shortcut-ask = Ask, in the menu of your own message: ask what it says
help-shortcut-send = Send to asker, in the menu of your own message in a ticket's thread: what you wrote there goes to the asker

ask-this-advice = Your message itself stays where you wrote it, under your name. Delete it there if you want to stay hidden.
ask-this-not-yours = That message is somebody else's, so it stays theirs. If you wonder about the same thing, ask it in your own words.

send-no-ticket = Send to asker works on what you wrote in the thread of a ticket's card. To answer from here, press Answer on the card.
send-not-yours = That message is somebody else's note, and only its author sends it. Press Answer on the card to write your own.
send-too-long = That message is { $length } characters long, and an answer holds { $most }. Nothing was sent: it is still in the thread, where you can split it.
