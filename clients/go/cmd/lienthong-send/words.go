package main

import (
	"fmt"
	"io"
	"time"

	lienthong "lienthong.example/go"
	"lienthong.example/go/send"
)

const help = `lienthong-send --config FILE [--once]

  Takes files of dossier updates (*.json, *.csv of the national form) from a folder and hands them to a node; keeps them on disk
  until the node has them. Files go to FOLDER/.lienthong/sent with a receipt and a list of rejects.
  Lấy tệp cập nhật hồ sơ (*.json, *.csv theo mẫu quốc gia) từ một thư mục và gửi tới nút; giữ trên đĩa cho đến khi nút đã nhận.
  Tệp đã gửi nằm ở THƯ_MỤC/.lienthong/sent cùng biên nhận và danh sách bản ghi bị từ chối.

  --config FILE   settings / tệp cấu hình:
                    node: 127.0.0.1:7001
                    source: igate
                    unit: H44.13
                    folder: /var/lib/igate/outgoing
                    ca: ca.pem          # cert, key, token_file
                    poll: 5s            # look this often / chu kỳ quét
                    complete: true      # each file is all of it / mỗi tệp là đầy đủ
                    delete_sent: false  # do not keep what was sent / không giữ tệp đã gửi
                    language: vi
  --once          sends what is there and ends / gửi những gì đang có rồi dừng
  --version

  Exit status / mã kết thúc: 0 done, 1 some records refused, 2 usage, 3 node unavailable, 4 refused by the node
`

// words are messages in one language.
type words struct{ taken, sent, refused, clock, busy, waiting, well string }

func wordsOf(language string) words {
	if language == "en" {
		return words{
			taken: "taken", sent: "sent: %d admitted, %d unchanged, %d parked, %d refused", refused: "cannot be read",
			clock: "warning", busy: "in use, later", waiting: "%d files wait", well: "the node is there again",
		}
	}
	return words{
		taken: "đã lấy", sent: "đã gửi: %d ghi nhận, %d không đổi, %d chờ danh mục, %d bị từ chối", refused: "không đọc được",
		clock: "cảnh báo", busy: "đang được dùng, thử lại sau", waiting: "%d tệp đang chờ", well: "nút đã hoạt động trở lại",
	}
}

// teller writes one line for each event; the same trouble is told once.
type teller struct {
	out     io.Writer
	words   words
	last    string
	refused bool
}

func (t *teller) line(file, text string) {
	if file != "" {
		file += ": "
	}
	fmt.Fprintf(t.out, "%s %s%s\n", time.Now().In(lienthong.Vietnam).Format("2006-01-02 15:04:05"), file, text)
}

func (t *teller) tell(e send.Event) {
	switch e.Kind {
	case "taken":
		t.line(e.File, t.words.taken)
	case "sent":
		r := e.Receipt
		t.refused = t.refused || r.Refused > 0
		t.line(e.File, fmt.Sprintf(t.words.sent, r.Admitted, r.Unchanged, r.Parked, r.Refused))
	case "refused":
		t.refused = true
		t.line(e.File, t.words.refused+": "+e.Text)
	case "clock":
		t.line(e.File, t.words.clock+": "+e.Text)
	default:
		t.line(e.File, t.words.busy+": "+e.Text)
	}
}

func (t *teller) trouble(err error, waiting int) {
	text := ""
	if err != nil {
		text = err.Error()
	}
	if text == t.last {
		return
	}
	t.last = text
	if err == nil {
		t.line("", t.words.well)
		return
	}
	t.line("", fmt.Sprintf(t.words.waiting, waiting)+": "+text)
}
