button-replies = Replies
button-use-reply = Use
button-all-replies = All replies
button-add-reply = Add a reply
replies-heading = Replies the course keeps
replies-none = None yet. What you find yourself writing again and again can be kept here.
replies-fine = They begin an answer; you edit them before you send. All staff of the course see and change them.
reply-item = { $name }: “{ $text }”
reply-more = { $count ->
    [one] One more reply is kept.
   *[other] { $count } more replies are kept.
}
reply-title = A reply to keep
reply-advice = It begins an answer and is edited before it is sent. These are filled in for each question: { $variables }.
reply-name = Name
reply-text = Text
reply-empty = A reply needs a name and a text, so nothing was kept.
reply-unknown = There is no { "{" }{ $name }{ "}" } to fill in, only { $variables }; if the braces belong to the text, write { "{{" }{ $name }{ "}}" }. Nothing was kept.
reply-late = A colleague has changed or removed this reply meanwhile, so yours was not kept. Here is your text:
reply-full = A course keeps { $most } replies; remove one first. Here is your text:
reply-gone = A colleague has removed this reply.
reply-no-alias = there
reply-no-topic = this topic
reply-no-source = the course's material
