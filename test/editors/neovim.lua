-- Opens traces in Neovim with the language server, and prints what the editor then knows.
local root = os.getenv('XTRACE_ROOT')

local function say(text)
  io.stdout:write(text, '\n')
end

local function wait(what, condition)
  if not vim.wait(60000, condition, 20) then
    say('waited in vain for ' .. what)
    vim.cmd('cquit')
  end
end

local function ask(method, line, character)
  local params = {
    textDocument = { uri = vim.uri_from_bufnr(0) },
    position = { line = line - 1, character = character },
  }
  local answers = vim.lsp.buf_request_sync(0, method, params, 60000)
  local _, answer = next(answers or {})
  return answer and answer.result
end

local function lineOf(pattern)
  return vim.fn.search(pattern, 'w')
end

vim.cmd('edit ' .. root .. '/examples/first-use.xtrace')
local client = vim.lsp.start_client({
  name = 'xtrace',
  cmd = vim.split(os.getenv('XTRACE_SERVER'), '\n'),
  root_dir = root,
})
vim.lsp.buf_attach_client(0, client)
wait('the server', function()
  local found = vim.lsp.get_client_by_id(client)
  return found ~= nil and found.initialized
end)

local tilezero = lineOf('tilezero')
local hover = ask('textDocument/hover', tilezero, 6)
say('hover: ' .. vim.split(hover.contents.value, '\n')[2])

local expect = lineOf('expect.*xfd')
local column = vim.fn.getline(expect):find('xfd') + 2
local items = vim.lsp.util.extract_completion_items(ask('textDocument/completion', expect, column))
local labels = {}
for _, item in ipairs(items) do
  labels[item.label] = true
end
say('completes xfd_err: ' .. tostring(labels['xfd_err'] == true))

local text = vim.fn.getline(tilezero)
vim.fn.setline(tilezero, (text:gsub('tilezero', 'tilezer')))
wait('a problem', function()
  return #vim.diagnostic.get(0) > 0
end)
for _, problem in ipairs(vim.diagnostic.get(0)) do
  say('problem: ' .. (problem.lnum + 1 - tilezero) .. ' ' .. problem.message)
end
vim.fn.setline(tilezero, text)
wait('no problem', function()
  return #vim.diagnostic.get(0) == 0
end)
say('mended')
vim.cmd('qall!')
