rung-0 = A question back
rung-1 = Pointer
rung-2 = Hint
rung-3 = Worked example
rung-4 = Answer
reflect = What do you know for certain here, and what is the first step you are not sure of? Saying it in one sentence often shows the next move.
pointer-answer = This was asked before as “{ $title }”. Does it describe what you see?
pointer-answer-cite = This was asked before as “{ $title }”, under “{ $cite }”. Does it describe what you see?
pointer-material = Have a look at “{ $title }”. Which part of it is like your problem?
pointer-material-cite = Have a look at { $cite }. Which part of it is like your problem?
hint-cite = From “{ $cite }”.
hint-answer = From the answer to “{ $title }”:
ladder-top = That was everything the course has on this. A person can go on from here.

tried-title = Before the next step
tried-submit = Go on
tried-field = What have you tried, or where does it stop?
tried-advice = The next step shows a solution. A line about your own attempt helps you more than the solution does. “I read it, still stuck at …” is fine.
tried-empty = Please write one line about where it stops. Any line will do, and only you see it until you post.
tried-wait = Before the next step shows a solution, write one line about what you tried, or come back { $minutes ->
    [one] in a minute.
   *[other] in { $minutes } minutes.
} You can ask people right now.

button-write-attempt = Write a line

vote-useful = Thank you. Staff will see that this hint helped, and not who said so.
vote-not-useful = Thank you. Staff will see that this hint needs work, and not who said so.
