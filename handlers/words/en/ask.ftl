button-ask = Ask
ask-title = Ask
ask-submit = Ask
ask-text = What are you stuck on?
ask-text-placeholder = In your own words. One line is enough.
ask-stuck = Where are you?
ask-tried = What have you tried?
ask-wish = Help I'd like
ask-topic = Topic
ask-topic-placeholder = We'll guess if you leave it empty.

stuck-start = I don't know where to start
stuck-step = I'm lost at one step
stuck-error = I have an error message
stuck-tried = I tried something, and it doesn't work
wish-pointer = A pointer to the right place
wish-explanation = An explanation
wish-check = A check of my work
wish-answer = The answer

ask-empty = The form came without a question. Write in a few words what you are stuck on.
ask-too-long = That is { $length } characters, and { $most } fit. Keep the part where you are stuck; the rest can go into a file.

panel-nothing = Nothing in the course's material fits this closely, so a person is the best next step. Others will be glad that somebody asked.
panel-check = Checking your work is a job for a person. Staff will see it first.
panel-others = Others asked too:
panel-answered = “{ $title }” (answered)
panel-open = “{ $title }” (open)
panel-direct = Here is the answer from your course, under “{ $cite }”.
panel-direct-plain = Here is the answer from your course.
panel-private = Nothing is posted until you say so.

button-did-it = That did it
button-next-hint = Next hint
button-ask-people = Ask people
button-keep = Keep it, I'm still trying
button-add-files = Add files
button-its = That's it
button-me-too = Me too
button-still-stuck = Still stuck
button-useful = Useful
button-not-useful = Not useful

did-it = Well worked out. What you did to get there will work again next time.
did-it-known = Good, that is settled. You can find it again in /my.
did-it-posted = It is out of the staff's line, so nobody needs to answer it any more.
did-it-again = This one was closed already. It is in /my.
kept = Good: keep going, in your own time. It stays in /my, and you can ask for a hint or for people whenever you like.
reused-sealed = Here is the answer to “{ $title }”:
reused-cite = From “{ $cite }”.
reused-closed = We have closed your question as answered before.
me-too-done = You are not the only one. We'll tell you when there is an answer to “{ $title }”. Your own question stays private.
me-too-card = You are not the only one. We'll tell you when there is an answer to “{ $title }”, and nobody learns that you follow it.
me-too-own = This is your own question: we tell you of every answer anyway.
me-too-already = You follow this one already. We'll tell you when there is an answer.
reopened-private = Open again. Nothing is lost.

files-title = Add files
files-submit = Add
files-field = Files (up to 10, 8 MB each)
files-advice = We pass on a clean copy without hidden details such as names, places and dates. What is visible in a picture stays visible, so look for your name in it. Where your platform keeps the original, it keeps it under your name.
file-alt = Added by the person who asked: { $name }
files-none = No file came with the form. Choose one and send it again.
files-added = { $count ->
    [one] One file was cleaned and goes with your question.
   *[other] { $count } files were cleaned and go with your question.
}
files-full = A question takes at most 10 files, so the rest was left out.
