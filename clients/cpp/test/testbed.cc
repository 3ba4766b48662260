#include "test/testbed.h"

#include <sys/wait.h>
#include <unistd.h>

#include <fstream>
#include <stdexcept>

namespace lienthong::client {

Testbed::Testbed() {
  int in[2], out[2];
  if (pipe(in) != 0 || pipe(out) != 0) throw std::runtime_error("pipe");
  child_ = fork();
  if (child_ == 0) {
    dup2(in[0], STDIN_FILENO);
    dup2(out[1], STDOUT_FILENO);
    for (const int end : {in[0], in[1], out[0], out[1]}) close(end);
    execl("/usr/bin/python3", "python3", LIENTHONG_SOURCE "/clients/testing/testbed.py", nullptr);
    _exit(127);
  }
  close(in[0]);
  close(out[1]);
  in_ = fdopen(in[1], "w");
  out_ = fdopen(out[0], "r");
}

Testbed::~Testbed() {
  fclose(in_);
  waitpid(child_, nullptr, 0);
  fclose(out_);
}

nlohmann::json Testbed::On(const std::string& command, const std::string& name) {
  const std::lock_guard lock(mutex_);
  const std::string text = nlohmann::json{{"do", command}, {"name", name}}.dump() + "\n";
  std::fputs(text.c_str(), in_);
  std::fflush(in_);
  std::string line;
  for (int c; (c = std::fgetc(out_)) != EOF && c != '\n';) line.push_back(static_cast<char>(c));
  nlohmann::json answer = nlohmann::json::parse(line);
  if (answer.contains("error")) throw std::runtime_error(answer.at("error"));
  return answer;
}

nlohmann::json Vectors(const std::string& name) {
  std::ifstream file(LIENTHONG_SOURCE "/tests/vectors/" + name + ".json");
  return nlohmann::json::parse(file);
}

std::string FromHex(const std::string& digits) {
  std::string bytes;
  for (size_t i = 0; i + 1 < digits.size(); i += 2)
    bytes.push_back(static_cast<char>(std::stoi(digits.substr(i, 2), nullptr, 16)));
  return bytes;
}

std::string ToHex(const std::string& bytes) {
  std::string digits;
  for (const char c : bytes) {
    constexpr char kDigits[] = "0123456789abcdef";
    digits += {kDigits[static_cast<unsigned char>(c) >> 4], kDigits[c & 15]};
  }
  return digits;
}

}  // namespace lienthong::client
