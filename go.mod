module nearmiss

go 1.26.0

require (
	github.com/agnivade/levenshtein v1.2.2 // indirect
	github.com/syumai/workers v0.33.0 // indirect
	github.com/valyala/fastjson v1.6.10 // indirect
	golang.org/x/net v0.62.0 // indirect
	golang.org/x/text v0.43.0 // indirect
)

ignore (
	./node_modules
	./extension/dist
)
