# Words that both windows share.

language-name = English
language-other = УК
go-on = Next
kilobytes = { $n } KB
megabytes = { $n } MB
