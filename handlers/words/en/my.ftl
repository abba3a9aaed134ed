my-heading = Your questions
my-none = You have not asked anything here yet. The first question is often the one others are waiting for.
my-private = “{ $title }”: private, only you see it
my-open = “{ $title }”: posted, waiting for somebody
my-claimed = “{ $title }”: somebody is on it
my-answered = “{ $title }”: answered
my-solved = “{ $title }”: solved
my-reused = “{ $title }”: answered before
my-withdrawn = “{ $title }”: withdrawn
my-followed = “{ $title }”: you also asked this
my-helped = “{ $title }”: you helped here
my-asked = { $alias } asked:
my-wrote = You wrote:
my-more = The { $count } newest are shown.
my-fine = Only you see this page. There is no score, no level and no count of you anywhere.
button-open = Open
button-my-data = What is stored
my-data-heading = What is stored about you
my-data-1 = Your questions, with what you were told, what you wrote and the files you added. Who asked is locked beside each and opened only to write to you; Unlink takes it away for good.
my-data-2 = What you wrote to help others, and which questions you follow.
my-data-3 = Your answers to weekly questions, if you said yes to them, apart from all else.
my-data-4 = What you chose: your section, being a helper, linked accounts. That you did something at all, without the question and without a time.
my-data-fine = All of it can be deleted at once. The download comes behind a link that opens once. Where this bot has no address of its own it comes, where this platform can do that, as a file that only you see here, and administrators of this platform may see that file.
button-my-download = Download
my-download-lead = Everything that is stored about you, in one file.
my-download-link = Download my data
button-my-delete = Delete everything
button-unlink = Unlink
my-question = You asked:
my-as-alias = Posted as { $alias }.
my-told = You were told ({ $rung }):
my-answer = { $who } wrote:
my-sealed = There is an answer that you have not opened. Open it any time you like.
my-said-you = You added:
my-said-them = { $who } said:
my-file = File: { $name }

unlink-title = Unlink this question
unlink-submit = Unlink for good
unlink-advice = After this nobody at all can find out who asked, not even the people who run the bot. It also means that it is gone from your page and that we can no longer tell you about answers. There is no way back.
unlinked = Unlinked. The question stays for others; nothing leads from it to you any more.
delete-title = Delete everything
delete-submit = Delete for good
delete-advice = This deletes your questions with everything you were told, what you wrote to help others, your answers to weekly questions, and your account here. The class and staff see that a question was deleted, not whose. There is no way back.
deleted = { $count ->
    [0] Everything is deleted.
    [one] Everything is deleted, one question with it.
   *[other] Everything is deleted, { $count } questions with it.
} If you come back, we start afresh.

help-heading = What you can do here
help-ask = /ask: ask a question, hidden if you like
help-my = /my: your questions, everything you were told, delete
help-help = /askwell: this page
help-course = /askwell course: set up or look at the course
help-contacts = If you are not all right, somebody is there for you: { $contacts }
help-fine = Questions go into the form: one typed after a command is not used.
